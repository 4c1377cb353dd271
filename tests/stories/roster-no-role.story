# Without the operator's word nothing privileged is asked for, and a roster follows no role. Where the operator wants it and
# Discord does not let the bot, everything else goes on.
strict
at 2026-11-23 10:00 Europe/Berlin
the portal allows privileged intents
server "Harbour" with #general
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
jo may manage server
role "Team" with mira
jo: /recognition roster role:Team
expect jo sees: This Clarion does not follow roles … `members_intent` … adds people by hand
jo: /recognition roster
expect jo sees: Nobody is on the roster.
expect jo sees not: It follows
expect no buttons
the portal allows no privileged intents
the operator sets "CLARION_DISCORD__MEMBERS_INTENT" to "true"
restart
jo: /recognition roster role:Team
expect jo sees: cannot follow roles at the moment … 'Server Members Intent' is off
jo: /recognition join
expect jo sees: You are on the roster now
the portal allows privileged intents
restart
# Who leaves is known at once now, also where no role is followed.
mira: /recognition join
expect mira sees: You are on the roster now
mira leaves
jo: /recognition roster
expect jo sees: 1 person** is on the roster: 1 joined. 1 more has left the server since.
mira joins
jo: /recognition roster
expect jo sees: 2 people** are on the roster: 2 joined.
mira: /recognition leave
expect mira sees: You are off the roster
role "Team" with ana
jo: /recognition roster role:Team
expect jo sees: The roster follows <@&
jo: /recognition roster
expect jo sees: 2 people** are on the roster: 1 joined, 1 came with a role
