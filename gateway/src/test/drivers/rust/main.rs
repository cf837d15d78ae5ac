use bytes::Bytes;
use futures_util::{pin_mut, SinkExt, TryStreamExt};
use std::{env, fs::File, io::BufReader, sync::Arc, time::Duration};
use tokio_postgres::{error::SqlState, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

type Failure = Box<dyn std::error::Error>;

fn tls() -> Result<MakeRustlsConnect, Failure> {
    let open = |name: &str| -> Result<BufReader<File>, Failure> { Ok(BufReader::new(File::open(env::var(name)?)?)) };
    let mut roots = rustls::RootCertStore::empty();
    for root in rustls_pemfile::certs(&mut open("DRIVER_ROOT")?) {
        roots.add(root?)?;
    }
    let chain = rustls_pemfile::certs(&mut open("DRIVER_CERTIFICATE")?).collect::<Result<Vec<_>, _>>()?;
    let key = rustls_pemfile::private_key(&mut open("DRIVER_KEY")?)?.ok_or("no key")?;
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)?;
    Ok(MakeRustlsConnect::new(config))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let user = env::var("DRIVER_USER")?;
    let (client, connection) = Config::new()
        .host(env::var("DRIVER_HOST")?)
        .port(env::var("DRIVER_PORT")?.parse()?)
        .dbname(env::var("DRIVER_DATABASE")?)
        .user(&user)
        .ssl_mode(tokio_postgres::config::SslMode::Require)
        .connect(tls()?)
        .await?;
    tokio::spawn(connection);

    let me: String = client.query_one("SELECT current_user::text", &[]).await?.get(0);
    assert_eq!(me, user);

    let sum = client.prepare("SELECT $1::int + 40").await?;
    for i in 0..3 {
        assert_eq!(client.query_one(&sum, &[&i]).await?.get::<_, i32>(0), i + 40);
    }

    client.batch_execute("CREATE TEMP TABLE copied (n int, t text)").await?;
    let rows: String = (0..20000).map(|i| format!("{i}\trow {i}\n")).collect();
    let sink = client.copy_in("COPY copied FROM STDIN").await?;
    pin_mut!(sink);
    sink.send(Bytes::from(rows.clone())).await?;
    assert_eq!(sink.finish().await?, 20000);
    let copied = client.copy_out("COPY (SELECT * FROM copied ORDER BY n) TO STDOUT").await?;
    let parts: Vec<Bytes> = copied.try_collect().await?;
    assert_eq!(parts.concat(), rows.as_bytes());

    let token = client.cancel_token();
    let connector = tls()?;
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(500)).await;
        token.cancel_query(connector).await.expect("cancel");
    });
    let error = client.batch_execute("SELECT pg_sleep(30)").await.expect_err("not cancelled");
    assert_eq!(error.code(), Some(&SqlState::QUERY_CANCELED));
    assert_eq!(client.query_one("SELECT 1", &[]).await?.get::<_, i32>(0), 1);
    Ok(())
}
