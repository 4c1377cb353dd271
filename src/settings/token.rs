//! The bot's token: where it is found, and the look that catches a wrong paste before anything is dialled.

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use secrecy::{ExposeSecret, SecretString};
use serenity::model::id::ApplicationId;

/// The variable that holds the token.
pub const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";

/// Nobody gave a token.
#[derive(Debug, thiserror::Error)]
#[error(
    "There is no token: DISCORD_TOKEN is not set.

To get one: open https://discord.com/developers/applications, make or choose an application, and on its Bot page
press Reset Token. Put it into the environment, or into a file called .env in this folder, as one line:

    DISCORD_TOKEN=the token

To try everything without one: clarion rehearse"
)]
pub struct NoToken;

/// What was given is no bot token. Says what is amiss, never the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedToken {
    /// With the header's scheme in front.
    #[error("DISCORD_TOKEN begins with 'Bot '; leave that word out, the token alone is wanted")]
    Prefixed,
    /// Not three parts.
    #[error(
        "DISCORD_TOKEN is no bot token: that has three parts with dots between them (a client secret or a public key \
         has none; the token is on the application's Bot page)"
    )]
    Parts,
    /// Characters that no token has.
    #[error("DISCORD_TOKEN is no bot token: it holds a character that tokens do not have (a space, a quotation mark?)")]
    Characters,
    /// The first part is no application id.
    #[error("DISCORD_TOKEN is no bot token: its first part does not name an application; was all of it copied?")]
    Application,
}

/// The token among the variables; spaces around it and an empty value do not count.
///
/// # Errors
/// [`NoToken`], whose words tell how to get one.
pub fn find_token<'a>(variables: impl IntoIterator<Item = &'a (String, String)>) -> Result<SecretString, NoToken> {
    // Of two of one name the later holds, as with every setting.
    let found = variables.into_iter().filter(|(name, _)| name == TOKEN_VARIABLE).last();
    match found.map(|(_, value)| value.trim()) {
        Some(token) if !token.is_empty() => Ok(token.into()),
        _ => Err(NoToken),
    }
}

/// The application that a token belongs to: its first part is that id in base64
/// (Discord's reference, "Authentication").
///
/// # Errors
/// [`MalformedToken`] where the text cannot be a bot token.
pub fn application_id(token: &SecretString) -> Result<ApplicationId, MalformedToken> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::URL_SAFE,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let token = token.expose_secret();
    if token.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("bot ")) {
        return Err(MalformedToken::Prefixed);
    }
    if !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte)) {
        return Err(MalformedToken::Characters);
    }
    let parts: Vec<&str> = token.split('.').collect();
    if parts.len() != 3 || parts.iter().any(|part| part.is_empty()) {
        return Err(MalformedToken::Parts);
    }
    let digits = LENIENT.decode(parts[0]).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let id =
        digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).and_then(|digits| digits.parse().ok());
    match id {
        // serenity's ids refuse both ends.
        Some(id) if id != 0 && id != u64::MAX => Ok(ApplicationId::new(id)),
        _ => Err(MalformedToken::Application),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_first_part_names_the_application() {
        // base64 of 1234567890123456789, without and with padding.
        for token in ["MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.Gabcde.rest_of-it", "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ==.Gabcde.rest"] {
            assert_eq!(application_id(&token.into()).unwrap(), ApplicationId::new(1_234_567_890_123_456_789));
        }
    }

    #[test]
    fn what_is_no_token_is_refused_with_the_reason_and_not_repeated() {
        let cases = [
            ("Bot MTIz.a.b", MalformedToken::Prefixed),
            ("abcdef0123456789", MalformedToken::Parts),
            ("MTIz.a", MalformedToken::Parts),
            ("MTIz..b", MalformedToken::Parts),
            ("MTIz.a.b.c", MalformedToken::Parts),
            ("\"MTIz.a.b\"", MalformedToken::Characters),
            ("MTIz.a\n.b", MalformedToken::Characters),
            ("sesame.a.b", MalformedToken::Application),
            ("MA==.a.b", MalformedToken::Application),
        ];
        for (token, fault) in cases {
            let found = application_id(&token.into()).unwrap_err();
            assert_eq!(found, fault, "{token}");
            assert!(!found.to_string().contains("sesame"));
        }
    }

    #[test]
    fn an_empty_token_is_none() {
        let variable = |value: &str| [(TOKEN_VARIABLE.to_owned(), value.to_owned())];
        assert!(find_token(&variable("  ")).is_err());
        assert!(find_token(&[]).is_err());
        assert_eq!(find_token(&variable(" a.b.c ")).unwrap().expose_secret(), "a.b.c");
    }
}
