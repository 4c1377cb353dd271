//! Who takes part, by which name, and who is in the server no more.

use serenity::model::id::GuildId;

use super::engines::{ANNA, BEN, GUILD, LEASE, NINE, Place, counted, gift, on_each_engine};

on_each_engine!(a_name_is_kept_of_whom_rows_tell, whoever_gives_or_gets_is_on_the_roster);

async fn a_name_is_kept_of_whom_rows_tell(place: &Place) {
    let store = place.open().await;
    store.seen(GUILD, ANNA, "Anna").await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM person").await, 0, "nobody gets a row by being seen");
    counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    place.run("UPDATE person SET left_at = 5").await;
    store.seen(GUILD, ANNA, "\u{201e}\u{c4}nna\u{201c} \u{1f319}\0").await.unwrap();
    store.seen(GuildId::new(98), BEN, "Ben").await.unwrap();
    let anna =
        "user_id = 11 AND name_key = 'anna' AND name = '\u{201e}\u{c4}nna\u{201c} \u{1f319}' AND left_at IS NULL";
    assert_eq!(place.number(&format!("SELECT COUNT(*) FROM person WHERE {anna}")).await, 1);
    let ben = "user_id = 12 AND name IS NULL AND left_at = 5";
    assert_eq!(place.number(&format!("SELECT COUNT(*) FROM person WHERE {ben}")).await, 1);
}

async fn whoever_gives_or_gets_is_on_the_roster(place: &Place) {
    let store = place.open().await;
    counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    let took_part = "SELECT COUNT(*) FROM person WHERE roster = 'took-part' AND roster_since = 1795420800000";
    assert_eq!(place.number(took_part).await, 2);
    // Who has left it is not brought back by others.
    place.run("UPDATE person SET roster = NULL, roster_since = NULL, roster_left_at = 5").await;
    counted(store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap());
    let anna = "SELECT COUNT(*) FROM person WHERE user_id = 11 AND roster = 'took-part' AND roster_left_at IS NULL";
    assert_eq!(place.number(anna).await, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 12 AND roster IS NULL").await, 1);
}
