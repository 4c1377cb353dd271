# The bot may not post in the channel: its answer needs no permission, and where that comes too late the giver hears so.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
bot lacks "Send Messages" in #daily

jo in #daily: /recognize member:mira for:waiting with me way:thanks
expect #daily: waiting with me
expect jo sees: Counted

store is locked for 3 seconds
jo in #daily: /recognize member:mira for:the second one way:thanks
expect jo sees: too slow to announce … Send Messages is off for me here … Counted
expect #daily 1 post
