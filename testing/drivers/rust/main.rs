//! Logs in with each connection string that it reads, and says how it went. The root certificates are those of the file
//! that the variable PROBE_ROOT names: tokio-postgres has no word for them.
use std::{env, error::Error, fs::File, io::BufRead, io::BufReader, time::Duration};
use tokio_postgres_rustls::MakeRustlsConnect;

const QUESTION: &str = "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)";

type Failure = Box<dyn Error>;

fn tls() -> Result<MakeRustlsConnect, Failure> {
    let mut roots = rustls::RootCertStore::empty();
    if let Ok(path) = env::var("PROBE_ROOT") {
        for root in rustls_pemfile::certs(&mut BufReader::new(File::open(path)?)) {
            roots.add(root?)?;
        }
    }
    let mut config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

async fn login(conninfo: &str) -> Result<bool, Failure> {
    let (mut client, connection) = tokio_postgres::connect(conninfo, tls()?).await?;
    tokio::spawn(async move {
        let _ = connection.await;
    });
    let encrypted: bool = client.query_one(QUESTION, &[]).await?.get(0);
    for i in 0..3 {
        let transaction = client.transaction().await?;
        transaction.query_one("SELECT $1::int", &[&i]).await?;
        transaction.rollback().await?;
    }
    Ok(encrypted)
}

fn chain(failure: Failure) -> String {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (id, conninfo) = line.split_once('\t').ok_or("no tab")?;
        match tokio::time::timeout(Duration::from_secs(20), login(conninfo)).await {
            Ok(Ok(true)) => println!("{id}\ttls\t"),
            Ok(Ok(false)) => println!("{id}\tclear\t"),
            Ok(Err(failure)) => println!("{id}\trefused\t{}", chain(failure)),
            Err(_) => println!("{id}\trefused\ttimeout"),
        }
    }
    Ok(())
}
