# The roster follows a role where the operator lets the bot hear of members: who gets it comes onto the roster, who loses it
# goes off unless they take part otherwise, and what happened while the bot was away is caught up with.
strict
at 2026-11-23 10:00 Europe/Berlin
the operator sets "CLARION_DISCORD__MEMBERS_INTENT" to "true"
the portal allows privileged intents
server "Harbour" with #general
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
person ana is "Ana"
person ben is "Ben"
person cleo is "Cleo"
person robo is a bot
jo may manage server
role "Team" with mira, ana, robo
ben in #general
cleo in #general

# Only who manages the server chooses, and not everybody.
mira: /recognition roster role:Team
expect mira sees: Manage Server
jo: /recognition roster role:@everyone
expect jo sees: That role is everybody here
jo: /recognition roster role:Team
expect jo sees: The roster follows <@& … from now on
jo: /recognition roster
expect jo sees: 2 people** are on the roster: 2 came with a role. … It follows <@&
expect button "Follow no role"

# Given, taken, gone.
role "Team" with ben
jo: /recognition roster
expect jo sees: 3 people** are on the roster: 3 came with a role.
role "Team" without mira
jo: /recognition roster
expect jo sees: 2 people** are on the roster: 2 came with a role.
ben leaves
jo: /recognition roster
expect jo sees: 1 person** is on the roster: 1 came with a role. 1 more has left the server since.
ben joins
jo: /recognition roster
expect jo sees: 1 person** is on the roster
expect jo sees not: left the server
role "Team" with ben, cleo

# Who decided themselves keeps their word, and who takes part stays when the role goes.
cleo: /recognition leave
expect cleo sees: You are off the roster
ana: /recognize member:mira for:the demo way:thanks
expect #general: the demo
expect ana sees: Counted
role "Team" without ana
jo: /recognition roster
expect jo sees: 3 people** are on the roster: 2 gave or got recognition, 1 came with a role.
role "Team" without cleo
role "Team" with cleo, jo
jo chooses "@ben" in "Take people off"
expect jo sees: On it as long as they have the role that it follows: <@ … 4 people** are on the roster: 2 gave or got recognition, 2 came with a role.

# Somebody who had themselves erased is not put back, also not after a restart.
ben: /privacy forget
expect ben sees: Erase everything
ben clicks "Erase"
expect ben sees: Erased
jo: /recognition roster
expect jo sees: 3 people** are on the roster: 2 gave or got recognition, 1 came with a role.
stop
role "Team" without jo
role "Team" with mira
ana leaves
at 2026-11-23 12:00
restart
jo: /recognition roster
expect jo sees: 1 person** is on the roster: 1 came with a role. 1 more has left the server since.
ben: /recognition join
expect ben sees: You are on the roster now

# Somebody new comes while the bot is away.
stop
person dan is "Dan"
role "Team" with dan
restart
jo: /recognition roster
expect jo sees: 3 people** are on the roster: 1 joined, 2 came with a role. 1 more has left

# A lost session is a welcome anew, and a role that goes takes along whom it brought.
session lost
role "Team" with jo
jo: /recognition roster
expect jo sees: 4 people** are on the roster: 1 joined, 3 came with a role. 1 more has left
role "Team" is deleted
jo: /recognition roster
expect jo sees: 2 people** are on the roster: 1 gave or got recognition, 1 joined. 1 more has left
expect jo sees not: It follows
role "Crew" with dan
jo chooses "Crew" in "A role to follow: who has it is on the roster"
expect jo sees: The roster follows <@&
jo: /recognition roster
expect jo sees: 3 people** are on the roster: 1 gave or got recognition, 1 joined, 1 came with a role.
jo clicks "Follow no role"
expect jo sees: The roster follows no role any more … 2 people** are on the roster

# The operator changes their mind: nobody follows, and that is said.
jo: /recognition roster role:Crew
expect jo sees: The roster follows <@&
the operator sets "CLARION_DISCORD__MEMBERS_INTENT" to "false"
restart
jo: /recognition roster
expect jo sees: 3 people … It does not follow it at the moment
role "Crew" without dan
jo: /recognition roster
expect jo sees: 3 people
jo clicks "Follow no role"
expect jo sees: The roster follows no role any more … 2 people** are on the roster
