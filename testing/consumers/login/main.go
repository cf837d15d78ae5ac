// Command login logs in to PostgreSQL as Go's drivers do, with what a consumer was given.
//
//	login pgx FILE      FILE holds a connection string, in either form
//	login pq FILE       the same through lib/pq
//	login spire FILE    FILE is a piece of SPIRE's configuration (HCL or JSON) with a DataStore; through lib/pq
//
// It prints the user, the database, whether the connection has TLS, and the most connections that SPIRE would open.
package main

import (
	"database/sql"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/hcl"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/lib/pq"
)

// What SPIRE decodes from plugin_data, by its names.
type pluginData struct {
	DatabaseType     string `hcl:"database_type"`
	ConnectionString string `hcl:"connection_string"`
	MaxOpenConns     int    `hcl:"max_open_conns"`
	MaxIdleConns     int    `hcl:"max_idle_conns"`
	ConnMaxLifetime  string `hcl:"conn_max_lifetime"`
}

type plugin struct {
	PluginData pluginData `hcl:"plugin_data"`
}

type config struct {
	Plugins map[string]map[string]plugin `hcl:"plugins"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: login pgx|pq|spire FILE")
		os.Exit(2)
	}
	if err := login(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func login(how, file string) error {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := strings.TrimRight(string(bytes), "\n")
	driver := "pgx"
	most := 0
	switch how {
	case "pgx":
	case "pq":
		driver = "postgres"
	case "spire":
		var read config
		if err := hcl.Decode(&read, text); err != nil {
			return err
		}
		data := read.Plugins["DataStore"]["sql"].PluginData
		if data.DatabaseType != "postgres" || data.ConnMaxLifetime == "" || data.MaxIdleConns == 0 {
			return fmt.Errorf("no complete DataStore: %+v", read.Plugins)
		}
		driver, text, most = "postgres", data.ConnectionString, data.MaxOpenConns
	default:
		return fmt.Errorf("unknown: %s", how)
	}
	database, err := sql.Open(driver, text)
	if err != nil {
		return err
	}
	defer database.Close()
	var user, name string
	var tls bool
	row := database.QueryRow("SELECT current_user, current_database(), ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
	if err := row.Scan(&user, &name, &tls); err != nil {
		return err
	}
	fmt.Printf("%s %s tls=%t most=%d\n", user, name, tls, most)
	return nil
}
