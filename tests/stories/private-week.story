# Whoever wants nothing announced hears of all that they get: by one private message a week, which tells of the others.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"
sam: /me
expect sam sees: What I keep for you
sam chooses "What reaches you" in "Turn to"
expect sam sees: What you get here is announced where it is given
sam clicks "Announce nothing I get"
expect sam sees: all of it stands under Thanks given and got. A private message, one a week at most, tells you what came

jo: /recognize member:sam for:the map way:thanks
expect jo sees: Counted … Sam … takes theirs in private, so it is not announced. They find it in /me; I also tell them in private, where I may, once a week at most.
expect sam gets: In Harbour, … Jo … thanks you: … the map … It stands in /me in that server.
mira: /recognize member:sam for:the slides way:thanks
expect mira sees: Counted
jo: /recognize member:sam for:the fix way:thanks
expect jo sees: Counted
next day 11:00
mira: /recognize member:sam for:the calm way:thanks
expect mira sees: Counted
jo: /recognize member:sam for:the talk way:thanks quiet:true
expect jo sees: Counted … It is for … Sam … alone … They find it in /me
expect sam gets nothing
6 days pass
expect sam gets: In Harbour, … thanks you: … It stands in /me in that server. 3 more that you got stand in /me there.
three weeks pass
expect sam gets nothing
sam: /me
expect sam sees: What I keep for you
sam chooses "Thanks given and got" in "Turn to"
expect sam sees: 5 recognitions, from 2 people … the talk … the calm … the fix … the slides … the map
