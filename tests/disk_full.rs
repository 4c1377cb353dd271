//! A disk that is full under the whole bot. A binary of its own: the limit that stands for the disk is this process's.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod common;

use std::process::Command;

use clarion::rehearsal::world::Audience;
use clarion::rehearsal::{Act, Acted, Event};
use common::PATIENCE;
use common::team::{Team, is_message, quick};
use jiff::SignedDuration;

/// No file of this process may grow beyond so many bytes, or `unlimited`.
fn files_up_to(most: &str) {
    let this = std::process::id().to_string();
    let set = Command::new("prlimit").args(["--pid", &this, &format!("--fsize={most}:unlimited")]).status();
    assert!(set.is_ok_and(|set| set.success()), "prlimit (of util-linux) could not set the limit");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_people_are_told_and_the_post_comes_when_there_is_room() {
    // Heard of, the signal kills nobody, and whoever writes is told that there is no room.
    let xfsz = tokio::signal::unix::SignalKind::from_raw(25);
    let _heard = tokio::signal::unix::signal(xfsz).unwrap();
    let team = Team::joined().await;
    let bot = team.online(quick()).await;
    team.event(|event| is_message(event).then_some(())).await;
    let owner = team.stand_in.world().with(|world| world.guilds[&team.guild].owner);
    let thanks = "/recognize member:@Owner for:calm nights";
    let said = async |id| {
        team.event(|event| match event {
            Event::Reply { interaction, message, visible_to, .. } if *interaction == id => {
                Some((message.content.clone(), *visible_to))
            }
            _ => None,
        })
        .await
    };
    let set = "/schedule set channel:#general time:10:00 zone:UTC days:weekdays";
    let act = Act::Slash { who: owner, channel: team.general, text: set.to_owned() };
    let Acted::Interaction(id) = team.stand_in.act(act).unwrap() else { panic!() };
    let (told, _) = said(id).await;
    assert!(told.contains("10:00"), "{told}");
    team.hand.settled(PATIENCE).await.unwrap();
    let before = team.count(is_message);

    files_up_to("1");
    let (told, seen_by) = said(team.slash(thanks)).await;
    assert!(told.contains("I can't write anything down at the moment"), "{told}");
    assert!(told.contains("calm nights"), "the words are handed back: {told}");
    assert_ne!(seen_by, Audience::Everyone);
    // What only reads goes on.
    let (told, _) = said(team.slash("/contrast topic:risk")).await;
    assert!(!told.contains("can't write"), "{told}");
    // Ten o'clock comes and goes.
    let ten = "2026-11-23T10:30:00Z".parse().unwrap();
    team.hand.advance_to(ten, PATIENCE).await.unwrap();
    assert_eq!(team.count(is_message), before, "nothing was written down, so nothing was sent");

    files_up_to("unlimited");
    team.hand.advance_to(team.clock.now() + SignedDuration::from_hours(1), PATIENCE).await.unwrap();
    assert_eq!(team.count(is_message), before + 1, "the prompt");
    let (told, seen_by) = said(team.slash(thanks)).await;
    assert!(told.contains("calm nights"), "{told}");
    assert_eq!(seen_by, Audience::Everyone);
    bot.stopped().await;
    team.sound();
}
