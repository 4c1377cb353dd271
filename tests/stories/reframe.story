# A situation turned over: told in one's own words, or as somebody's message; always in private.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #news
person mira
person jo
person ticker is a bot
the server has no system channel

mira: /reframe situation:Nobody ever says thank you for the extra effort I put in
expect mira sees: come close … you are the judge … Only you see this … Recognition … Managing … Leading … Managing is right when … Ask yourself … our suggestion … Drawn from the essay on growing others
expect mira sees not: extra effort
expect #general nothing
expect nobody pinged
mira clicks "Recognition"
expect mira sees: Recognition … On a Monday morning … What the essay on growing others argues … What Clarion suggests
expect no buttons
mira clicks "None of these"
expect mira sees: Then none of them is it … /contrast
expect no buttons

# A button still works after a restart.
power cut
restart
mira clicks "Recognition"
expect mira sees: On a Monday morning

# What nothing fits, and what is no words.
mira: /reframe situation:Where can I buy blue envelopes?
expect mira sees: I would rather say so than guess … who did what
expect no buttons
mira: /reframe situation:42 ?!
expect mira sees: I can't find a word in that
mira: /reframe situation:\u{4e0a}\u{53f8}\u{304c}\u{5168}\u{90e8}\u{30c1}\u{30a7}\u{30c3}\u{30af}
expect mira sees: in English only
mira: /reframe situation:@everyone <@&1> **he checks every single email before it goes out** and I can't decide a thing
expect mira sees: come close
expect mira sees not: every single email
expect nobody pinged

# Somebody else's message: Discord sends the one that was picked, and the answer repeats none of it.
jo says in #general: My manager rewrites every email before I may send it
mira uses "Reframe this" on the message "rewrites every email" in #general
expect mira sees: Nobody hears that you asked … Empowerment
expect mira sees not: rewrites every email
expect no button "Share here"
expect #general nothing
expect nobody pinged
jo uses "Reframe this" on the message "rewrites every email" in #general
expect jo sees: Empowerment
ticker says in #general: Nobody ever says thank you for the extra effort I put in
mira uses "Reframe this" on the message "extra effort" in #general
expect mira sees: comes from a bot
mira says in #general: 100 %
jo uses "Reframe this" on the message "100 %" in #general
expect jo sees: no words of its own
jo says in #general: lunch at twelve
mira uses "Reframe this" on the message "lunch at twelve" in #general
expect mira sees: close enough to that message

# Where members only read, it is as private as anywhere.
everyone may not "Send Messages" in #news
mira in #news: /reframe situation:Nobody ever says thank you for the extra effort I put in
expect mira sees: Recognition
expect #news nothing
