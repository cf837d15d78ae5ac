module probe

go 1.24

require (
	github.com/jackc/pgx/v5 v5.10.0
	github.com/lib/pq v1.12.3
)
