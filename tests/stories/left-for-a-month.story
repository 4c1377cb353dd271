# Away for longer than what is kept: all of it is erased, and whoever invites the bot again begins anew.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
mira is in #daily
expect #general: Hello, I'm Clarion
jo is in #daily
jo: /schedule set zone:Europe/Berlin time:9
expect jo sees: daily is new and posts in #daily
expect #daily: I'm Clarion
jo: /schedule holidays add date:24 december name:quiet days
expect jo sees: None of the schedules here posts on Thursday 24 December
jo: /recognize member:mira for:the calm handover
expect #daily: the calm handover
expect jo sees: Counted
mira: /help
expect mira sees: When I am removed from a server, all of it is kept for 30 days in case that was a slip, and then erased.

clarion is removed from the server
31 days pass
expect nothing
clarion is invited to the server
expect #general: Hello, I'm Clarion … Nothing starts until someone with Manage Server says so
jo: /schedule show
expect jo sees: There is no schedule here yet
jo: /schedule holidays list
expect jo sees: There is no holiday here
mira: /me
expect mira sees: What you gave … A blank page so far … What you got … A blank page so far
mira: /recognition givers
expect mira sees: Who gives recognition … A blank page so far
next day 12:00
expect nothing
