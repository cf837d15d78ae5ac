// Logs in with each connection string that it reads, with pgx or with lib/pq, and says how it went.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/lib/pq"
)

const question = "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"

func login(driver, conninfo string) (bool, error) {
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	db, err := sql.Open(driver, conninfo)
	if err != nil {
		return false, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var tls bool
	if err := db.QueryRowContext(ctx, question).Scan(&tls); err != nil {
		return false, err
	}
	// the same parametrised statement in many transactions: what a pooler between them has to bear
	for i := 0; i < 3; i++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return false, err
		}
		var n int
		err = tx.QueryRowContext(ctx, "SELECT $1::int", i).Scan(&n)
		tx.Rollback()
		if err != nil {
			return false, err
		}
	}
	return tls, nil
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		id, conninfo, _ := strings.Cut(lines.Text(), "\t")
		tls, err := login(os.Args[1], conninfo)
		if err != nil {
			fmt.Printf("%s\trefused\t%s\n", id, strings.Join(strings.Fields(err.Error()), " "))
		} else if tls {
			fmt.Printf("%s\ttls\t\n", id)
		} else {
			fmt.Printf("%s\tclear\t\n", id)
		}
	}
}
