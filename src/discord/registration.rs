//! Telling Discord which commands there are: all of them, globally, and only when they have changed.
//!
//! Discord counts what is created (200 a day), and a list that is written anew at every start makes people's menus
//! flicker. So the store remembers what was told, as a hash, for each application.

use std::time::Duration;

use serde_json::Value;
use serenity::builder::CreateCommand;
use serenity::model::application::InstallationContext;

use super::gate::{Gate, GateFault};
use crate::store::Store;

/// When to try again what Discord refused: its limit of a day's new commands passes, and a defect of ours that it does
/// not take stays in the operator's log.
const AFTER_A_REFUSAL: Duration = Duration::from_secs(3_600);

/// Registers the commands if they differ from what this application was told last. Asks again for as long as Discord
/// is in trouble or refuses; meanwhile the old commands stay in place.
pub(super) async fn register(gate: &Gate, store: &Store, commands: &[CreateCommand]) {
    let Ok(list) = serde_json::to_value(commands) else {
        tracing::error!("the commands could not be written as JSON");
        return;
    };
    let hash = hash(&list);
    match store.command_hash(gate.application()).await {
        Ok(Some(known)) if known == hash => {
            tracing::debug!("the commands are unchanged");
            return;
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(cause = %error, "what Discord knows of the commands could not be read"),
    }
    let mut pauses = gate.endless_pauses();
    let mut told = list;
    let mut hash = hash;
    loop {
        match gate.register_commands(told.clone()).await {
            Ok(()) => break,
            Err(fault @ GateFault::Refused { status: 400, .. }) if for_accounts(&told) => {
                tracing::warn!(
                    cause = %fault,
                    "Discord refuses the commands, one of which is for people's accounts too: trying without that. \
                     Where 'User Install' is off on the Installation page of the developer portal, switch it on, so that \
                     people who left a server reach /privacy"
                );
                told = for_servers_alone(told);
                // The whole list is tried again at the next start, since this is another one.
                hash = self::hash(&told);
            }
            Err(fault) => {
                let usual = pauses.next().unwrap_or(gate.patience().longest_pause);
                let Some(pause) = pause_after(&fault, usual) else {
                    tracing::error!(cause = %fault, "the commands were not registered");
                    return;
                };
                tracing::warn!(cause = %fault, ?pause, "the commands are not registered yet; trying again");
                tokio::time::sleep(pause).await;
            }
        }
    }
    tracing::info!(commands = commands.len(), "the commands were registered");
    if let Err(error) = store.set_command_hash(gate.application(), &hash).await {
        tracing::warn!(cause = %error, "the commands are registered again at the next start");
    }
}

/// Whether a command is for accounts. Discord does not document what becomes of such a list where an application has them
/// switched off; were it refused, there would be no command at all.
fn for_accounts(list: &Value) -> bool {
    let by_account = Value::from(u8::from(InstallationContext::User));
    let types = list.as_array().into_iter().flatten().filter_map(|command| command["integration_types"].as_array());
    types.into_iter().any(|types| types.contains(&by_account))
}

/// The same commands for servers alone.
fn for_servers_alone(mut list: Value) -> Value {
    for command in list.as_array_mut().into_iter().flatten() {
        command["integration_types"] = Value::from(vec![u8::from(InstallationContext::Guild)]);
    }
    list
}

/// How long to leave it after a fault; `None` where trying again is of no use.
fn pause_after(fault: &GateFault, usual: Duration) -> Option<Duration> {
    match fault {
        GateFault::Unsendable(_) | GateFault::TokenRefused => None,
        GateFault::Limited { after } | GateFault::Down { after } => Some(usual.max(*after)),
        GateFault::Refused { .. } => Some(AFTER_A_REFUSAL),
        GateFault::TooLate | GateFault::Unavailable { .. } | GateFault::Unreadable { .. } => Some(usual),
    }
}

/// FNV-1a, 64 bits: stable between builds, which the standard library's hasher does not promise. serde_json writes
/// fields in one order, so equal commands are equal text.
fn hash(list: &Value) -> String {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let hash =
        list.to_string().bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_rate_limit_is_waited_out_and_a_refusal_is_tried_again_much_later() {
        let (usual, day) = (Duration::from_secs(60), Duration::from_secs(24 * 3_600));
        assert_eq!(pause_after(&GateFault::Limited { after: day }, usual), Some(day));
        let refused = GateFault::Refused { status: 400, code: 30_034, details: String::new() };
        assert_eq!(pause_after(&refused, usual), Some(AFTER_A_REFUSAL));
        assert_eq!(pause_after(&GateFault::TokenRefused, usual), None);
    }

    #[test]
    fn what_is_for_accounts_can_be_left_to_servers_alone() {
        let list = json!([{"name": "me", "integration_types": [0]}, {"name": "privacy", "integration_types": [0, 1]}]);
        assert!(for_accounts(&list) && !for_accounts(&json!([{"name": "me", "integration_types": [0]}])));
        let servers = for_servers_alone(list.clone());
        assert!(!for_accounts(&servers) && hash(&servers) != hash(&list));
        assert_eq!(servers[1], json!({"name": "privacy", "integration_types": [0]}));
    }

    #[test]
    fn the_hash_is_the_published_one_and_differs_with_the_commands() {
        // FNV-1a of the two bytes "[]", and of "\"a\"", from the published parameters.
        assert_eq!(hash(&json!([])), format!("{:016x}", fnv(b"[]")));
        assert_ne!(hash(&json!([{"name": "help"}])), hash(&json!([{"name": "helf"}])));
        // The published test vector of the algorithm.
        assert_eq!(fnv(b"foobar"), 0x85944171f73967e8);
    }

    fn fnv(bytes: &[u8]) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in bytes {
            hash ^= u64::from(*byte);
            hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
        }
        hash
    }
}
