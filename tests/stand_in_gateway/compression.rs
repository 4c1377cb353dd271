//! The four ways in which a payload may travel.

use rstest::rstest;
use serde_json::json;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;

use crate::raw::{Raw, Seen, place};

#[rstest]
#[case::plain("v=10&encoding=json", false, false)]
#[case::payload_zlib("v=10&encoding=json", true, true)]
#[case::zlib_stream("v=10&encoding=json&compress=zlib-stream", false, true)]
#[case::zstd_stream("v=10&encoding=json&compress=zstd-stream", false, true)]
#[case::version_nine("v=9&encoding=json&compress=zlib-stream", true, true)]
#[tokio::test]
async fn a_login_and_what_follows_are_readable(#[case] query: &str, #[case] compress: bool, #[case] packed: bool) {
    let place = place().await;
    let mut raw = Raw::connect(&place, query).await;
    let hello = raw.payload().await;
    assert_eq!((&hello["op"], &hello["d"]["heartbeat_interval"]), (&json!(10), &json!(41_250)));
    raw.identify(&place, json!({"compress": compress})).await;
    let ready = raw.payload().await;
    assert_eq!((&ready["t"], &ready["s"]), (&json!("READY"), &json!(1)));
    let guild = raw.payload().await;
    assert_eq!((&guild["t"], &guild["d"]["name"]), (&json!("GUILD_CREATE"), &json!("Harbour")));
    for number in 0..20 {
        let name = format!("channel-{number}");
        place.stand_in.world().with(|world| world.add_channel(place.guild, &name));
        assert_eq!(raw.event("CHANNEL_CREATE").await["d"]["name"], name);
    }
    assert_eq!(raw.packed > 0, packed);
}

#[tokio::test]
async fn other_encodings_and_compressions_are_refused_before_the_upgrade() {
    let place = place().await;
    for query in ["v=10&encoding=etf", "v=10&compress=brotli"] {
        let refused = connect_async(format!("{}/?{query}", place.stand_in.gateway_url())).await;
        let Err(Error::Http(answer)) = refused else { panic!("{query} was taken") };
        assert_eq!(answer.status(), 400);
    }
}

#[tokio::test]
async fn other_versions_are_closed_with_4012() {
    let place = place().await;
    let mut raw = Raw::connect(&place, "v=6").await;
    assert_eq!(raw.see().await, Seen::Closed(4012));
}
