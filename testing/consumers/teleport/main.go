// Command kind-db reads a file of Teleport resources as `tctl create` reads it: with Teleport's own types and their own
// checks. Unlike tctl it also refuses a field that those types do not have, because tctl would ignore it without a word.
//
//	kind-db FILE    prints "name protocol uri tls-mode server-name ca-certificates labels" for each database
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"github.com/gravitational/teleport/api/types"
	kyaml "k8s.io/apimachinery/pkg/util/yaml"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: kind-db FILE")
		os.Exit(2)
	}
	if err := read(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	documents := kyaml.NewYAMLReader(bufio.NewReader(file))
	found := 0
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(document)) == 0 {
			continue
		}
		line, err := database(document)
		if err != nil {
			return fmt.Errorf("%s, document %d: %w", path, found+1, err)
		}
		fmt.Println(line)
		found++
	}
	if found == 0 {
		return fmt.Errorf("%s holds no resource", path)
	}
	return nil
}

func database(document []byte) (string, error) {
	text, err := kyaml.ToJSON(document)
	if err != nil {
		return "", err
	}
	var header types.ResourceHeader
	if err := json.Unmarshal(text, &header); err != nil {
		return "", err
	}
	if header.Kind != types.KindDatabase || header.Version != types.V3 {
		return "", fmt.Errorf("kind %q, version %q is no database of version v3", header.Kind, header.Version)
	}
	var db types.DatabaseV3
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&db); err != nil {
		return "", err
	}
	if err := db.CheckAndSetDefaults(); err != nil {
		return "", err
	}
	authorities := 0
	for rest := []byte(db.GetTLS().CACert); ; authorities++ {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
	}
	var labels []string
	for key, value := range db.GetStaticLabels() {
		labels = append(labels, key+"="+value)
	}
	sort.Strings(labels)
	return fmt.Sprintf("%s %s %s %s server-name=%s ca-certificates=%d labels=%s", db.GetName(), db.GetProtocol(), db.GetURI(),
		db.GetTLS().Mode, db.GetTLS().ServerName, authorities, strings.Join(labels, ",")), nil
}
