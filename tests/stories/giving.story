# What a server settles about giving, and what giving is then: an allowance, a rest, strengths, in private, several at once.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
person mira is "Mira"
person sam is "Sam"
person lee is "Lee"
person kim is "Kim"
role "Hosts" with lee
jo is in #daily

# The rules are for people who manage the server, on one private panel; each choice holds at once.
mira in #daily: /recognition settings
expect mira sees: Manage Server permission
jo: /recognition settings
expect jo sees: as many people as they like … at any time … Words … kept for as long as I am here … the list I come with … Going first
expect buttons "Edit the strengths", "Other numbers"
jo chooses "Thank 3 people a day" in "People a day"
expect jo sees: everybody can thank 3 people
jo chooses "The same person again after a day" in "The same person again"
expect jo sees: again by the same giver after a day
jo chooses "Hosts" in "A role whose members are stewards"
expect jo sees: Stewards … @Hosts and the people who manage the server
jo clicks "Edit the strengths"
expect jo is asked: Strengths, one a line
jo fills "Everybody here reads them" with "Calm under fire\nPatience\nCraft" and submits
expect jo sees: this server's own list … Calm under fire … Patience … Craft
jo clicks "Other numbers"
expect jo is asked: How recognition works here
jo fills "Days that words are kept (empty: no end)" with "soon" and submits
expect jo sees: Nothing was changed … You wrote … soon

# What is left of the day is told, and a rest passes somebody over.
mira in #daily types /recognize member:sam for:tea strength:pat
expect mira is offered "Patience"
mira: /recognize member:sam for:the calm night strength:patience way:thanks
expect #daily: Mira … thanks … Sam … the calm night
expect only sam pinged
expect mira sees: Counted … It names: Patience. … 2 more people today
mira: /recognize member:sam for:the tea member2:lee strength:kindness
expect mira sees: is not among the strengths here … Calm under fire … the tea
mira: /recognize member:sam for:the tea member2:lee
expect #daily: Mira … thanks … Lee … the tea
expect only lee pinged
expect mira sees: Counted. … Sam … not long ago … one more person today
mira chooses "Calm under fire", "Craft" in "Which strengths did you see? Up to three, within 24 hours"
expect mira sees: It names: Calm under fire
mira: /recognize member:jo for:the plan member2:clarion quiet:true
expect mira sees: alone: nothing is posted here … bots don't collect thanks … the last one for today
expect #daily nothing
expect jo gets: In Harbour, … Mira … thanks you: … the plan … It is for you alone: nothing was announced.
mira: /recognize member:kim for:the plan
expect mira sees: Nothing was counted: you have given all of today's
expect #daily nothing

# Midnight in the server's zone: new ones, and the rest of a day goes on.
sam in #daily: /recognize member:lee for:the slides member2:mira member3:jo member4:sam way:thanks
expect #daily: Sam … thanks … Lee … Mira … and … Jo
expect sam sees: the last one for today
tuesday 09:00
sam: /recognize member:lee for:the slides
expect sam sees: Nothing was counted. You thanked … Lee … not long ago
power cut
restart
tuesday 10:30
sam: /recognize member:lee for:the slides way:thanks
expect #daily: Sam … thanks … Lee
expect sam sees: 2 more people today

# Several at once from the button, too.
lee in #daily clicks "Thank someone too" under "the calm night"
expect lee sees: Whom would you like to thank? … up to seven
lee chooses "Mira", "Sam", "Lee"
expect lee is asked: Say thank you
lee fills "For what? Everybody in this channel reads it" with "the handover" and submits
expect #daily: Lee … thanks … Mira … and … Sam … the handover
expect lee sees: I left you out of it … one more person today
