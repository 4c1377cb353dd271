//! Starting: many at once, after a newer version, after a restart.

use clarion::store::{Store, StoreError};

use super::engines::{BEN, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine};

on_each_engine!(
    twenty_starts_on_a_new_database,
    a_newer_schema_is_refused,
    ids_stay_ahead_over_restarts_and_clocks_set_back,
);

async fn twenty_starts_on_a_new_database(place: &Place) {
    let starts = (0..20).map(|seed| {
        let options = place.options();
        tokio::spawn(async move {
            let store = Store::open(&options, seed).await?;
            store.contrast_seen(GUILD, "risk", at(NINE)).await?;
            store.close().await;
            Ok::<_, StoreError>(())
        })
    });
    for start in futures_util::future::join_all(starts).await {
        start.unwrap().unwrap();
    }
}

async fn a_newer_schema_is_refused(place: &Place) {
    place.open().await.close().await;
    place
        .run(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 9000, 'later', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
    let refused = Store::open(&place.options(), 1).await.unwrap_err();
    let StoreError::NewerSchema { found, known } = &refused else { panic!("{refused}") };
    assert_eq!(*found, 9000);
    assert!((1..9000).contains(known));
    assert!(refused.to_string().contains("start that newer version"), "{refused}");
}

async fn ids_stay_ahead_over_restarts_and_clocks_set_back(place: &Place) {
    let store = place.open().await;
    let (before, _) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    store.close().await;
    // The same seed, and a clock a day behind.
    let store = place.open().await;
    let (after, _) = counted(store.give(&gift(2, &[BEN], "2026-11-22T08:00:00Z"), LEASE).await.unwrap());
    assert!(after > before, "{after} is not after {before}");
}
