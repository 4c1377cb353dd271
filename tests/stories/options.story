# What a schedule does besides posting at its time: it mentions a role, and keeps to a theme.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
role "Leads" with mira, sam
jo is in #daily

# A role that nobody may mention is named all the same, and that it stays silent is said.
jo: /schedule set zone:Europe/Berlin mention:@Leads
expect jo sees: is new and posts in #daily … It mentions @Leads. … Discord will notify nobody of it … The next one comes today at 09:00
expect #daily: I'm Clarion
bot may "Mention Everyone" in #daily
jo: /schedule set mention:@Leads
expect jo sees: It mentions @Leads.\nThe next one comes today at 09:00
jo: /schedule set mention:@everyone
expect jo sees: I don't mention @everyone … Nothing was changed
jo: /schedule preview
expect jo sees: the next prompt here
expect nobody pinged
jo: /schedule show
expect jo sees: Mentions @Leads

at 09:00
expect #daily: @Leads … our suggestion
expect only mira, sam pinged
# An extra calls nobody.
jo: /schedule now
expect jo sees: One is on its way
expect #daily: our suggestion
expect nobody pinged

# A theme, as people read it.
jo types /schedule set theme:ris
expect jo is offered "Risk"
jo: /schedule set theme:Risk mention-nobody:true
expect jo sees: It draws from one theme, Risk. … It mentions nobody any more. … prompts on that theme
tuesday 09:00
expect #daily: our suggestion … Risk · drawn from
expect nobody pinged
wednesday 09:00
expect #daily: our suggestion … Risk · drawn from
jo: /schedule set theme:all
expect jo sees: It draws from all themes again. … The next one comes tomorrow at 09:00
