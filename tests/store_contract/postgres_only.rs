//! What only a server can do: be away, ask for a password, be overdrawn.

use clarion::store::{Store, StoreError, StoreOptions};

#[tokio::test]
async fn a_server_that_is_away_is_said_so_without_the_password() {
    // A port that somebody had a moment ago, and nobody has now.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for url in [
        format!("postgres://clarion:hunter2@127.0.0.1:{port}/clarion"),
        format!("postgres://clarion:hunter2@127.0.0.1:{port}/clarion?sslmode=nonsense-hunter2"),
        "postgres://clarion:hunt@er2@[broken/clarion".to_owned(),
    ] {
        let options = StoreOptions::new(url);
        let refused = Store::open(&options, 1).await.unwrap_err();
        assert!(matches!(refused, StoreError::Unreachable(_) | StoreError::Other(_)), "{refused:?}");
        let said = format!("{refused} {refused:?} {options:?}");
        assert!(!said.contains("hunt") && !said.contains("er2"), "{said}");
    }
}
