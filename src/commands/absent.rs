//! Who is named in an interaction and is not in the server: Discord sends along each person's membership there, where they
//! have one (Discord's document "Receiving and Responding", "Resolved Data Structure"). Whoever has none has left.

use serenity::model::application::Interaction;
use serenity::model::id::{GuildId, UserId};

use super::Commands;

/// Notes beside the answer that they have left, where anything is kept of them. Nobody waits for the database over it.
pub(super) fn note(commands: &Commands, interaction: &Interaction) {
    let Some((guild, absent)) = absent(interaction).filter(|(_, absent)| !absent.is_empty()) else { return };
    let (store, now, work) = (commands.store.clone(), commands.clock.now(), commands.clock.busy());
    tokio::spawn(async move {
        for user in absent {
            let noted = async {
                if store.is_known(guild, user).await? {
                    store.not_there(guild, user, now).await?;
                }
                Ok::<(), crate::store::StoreError>(())
            };
            if let Err(error) = noted.await {
                tracing::warn!(cause = %error, "somebody has left a server, and it was not noted");
            }
        }
        drop(work);
    });
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
