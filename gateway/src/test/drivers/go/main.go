package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

func check(ok bool, what string) {
	if !ok {
		log.Fatal(what)
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	ctx, stop := context.WithTimeout(context.Background(), 50*time.Second)
	defer stop()
	conn, err := pgx.Connect(ctx, fmt.Sprintf(
		"host=%s port=%s dbname=%s user=%s sslmode=verify-full sslrootcert=%s sslcert=%s sslkey=%s",
		os.Getenv("DRIVER_HOST"), os.Getenv("DRIVER_PORT"), os.Getenv("DRIVER_DATABASE"), os.Getenv("DRIVER_USER"),
		os.Getenv("DRIVER_ROOT"), os.Getenv("DRIVER_CERTIFICATE"), os.Getenv("DRIVER_KEY")))
	must(err)
	defer conn.Close(ctx)

	var me string
	must(conn.QueryRow(ctx, "SELECT current_user::text").Scan(&me))
	check(me == os.Getenv("DRIVER_USER"), "wrong user "+me)

	_, err = conn.Prepare(ctx, "sum", "SELECT $1::int + 40")
	must(err)
	for i := 0; i < 3; i++ {
		var sum int
		must(conn.QueryRow(ctx, "sum", i).Scan(&sum))
		check(sum == i+40, "wrong sum")
	}
	batch := &pgx.Batch{}
	for i := 0; i < 50; i++ {
		batch.Queue("SELECT $1::int", i)
	}
	must(conn.SendBatch(ctx, batch).Close())

	_, err = conn.Exec(ctx, "CREATE TEMP TABLE copied (n int, t text)")
	must(err)
	rows, err := conn.CopyFrom(ctx, pgx.Identifier{"copied"}, []string{"n", "t"},
		pgx.CopyFromSlice(20000, func(i int) ([]any, error) { return []any{i, fmt.Sprintf("row %d", i)}, nil }))
	must(err)
	check(rows == 20000, "wrong number of rows copied")
	var out strings.Builder
	_, err = conn.PgConn().CopyTo(ctx, &out, "COPY (SELECT * FROM copied ORDER BY n) TO STDOUT")
	must(err)
	check(strings.HasPrefix(out.String(), "0\trow 0\n1\trow 1\n") && strings.Count(out.String(), "\n") == 20000, "wrong copy")

	go func() {
		time.Sleep(500 * time.Millisecond)
		must(conn.PgConn().CancelRequest(ctx))
	}()
	_, err = conn.Exec(ctx, "SELECT pg_sleep(30)")
	var failure *pgconn.PgError
	check(errors.As(err, &failure) && failure.Code == "57014", fmt.Sprint("not cancelled: ", err))
	var one int
	must(conn.QueryRow(ctx, "SELECT 1").Scan(&one))
}
