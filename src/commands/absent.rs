//! Who is named in an interaction and is not in the server: Discord sends along each person's membership there, where they
//! have one (Discord's document "Receiving and Responding", "Resolved Data Structure"). Whoever has none has left.

use jiff::Timestamp;
use serenity::model::application::Interaction;
use serenity::model::id::{GuildId, UserId};

use super::{Commands, Deferral};
use crate::store::{Store, StoreError};

/// Notes that they have left, where anything is kept of them. It comes after the answer was found, which may have made their
/// row. A form cannot come late, so it does not wait for this.
pub(super) async fn note(commands: &Commands, interaction: &Interaction) {
    let Some((guild, absent)) = absent(interaction).filter(|(_, absent)| !absent.is_empty()) else { return };
    let (store, now) = (commands.store.clone(), commands.clock.now());
    if commands.deferral(interaction) == Deferral::Never {
        let work = commands.clock.busy();
        tokio::spawn(async move {
            told(left(&store, guild, &absent, now).await);
            drop(work);
        });
    } else {
        told(left(&store, guild, &absent, now).await);
    }
}

async fn left(store: &Store, guild: GuildId, absent: &[UserId], now: Timestamp) -> Result<(), StoreError> {
    for user in absent {
        // Nobody queues to write of whom nothing is kept.
        if store.is_known(guild, *user).await? {
            store.not_there(guild, *user, now).await?;
        }
    }
    Ok(())
}

fn told(noted: Result<(), StoreError>) {
    if let Err(error) = noted {
        tracing::warn!(cause = %error, "somebody has left a server, and it was not noted");
    }
}

/// Who uses something in a server is there: Discord sends along what they are as its member.
pub(super) fn is_there(interaction: &Interaction) -> Option<(GuildId, UserId)> {
    let (guild, member) = match interaction {
        Interaction::Command(command) | Interaction::Autocomplete(command) => (command.guild_id, &command.member),
        Interaction::Component(component) => {
            return Some((component.guild_id?, component.member.as_ref()?.user.id));
        }
        Interaction::Modal(form) => return Some((form.guild_id?, form.member.as_ref()?.user.id)),
        _ => return None,
    };
    Some((guild?, member.as_ref()?.user.id))
}

fn absent(interaction: &Interaction) -> Option<(GuildId, Vec<UserId>)> {
    let (guild, resolved) = match interaction {
        Interaction::Command(command) => (command.guild_id?, &command.data.resolved),
        Interaction::Component(component) => (component.guild_id?, &component.data.resolved),
        _ => return None,
    };
    let people = resolved.users.values().filter(|user| !user.bot);
    Some((guild, people.map(|user| user.id).filter(|user| !resolved.members.contains_key(user)).collect()))
}
