/** Headlines of our own, by hand: what rules-v2 was mended and taught by. `TEXT | NAME +, NAME -` (0: neutral). */

export const MENDED_LINES = `
Nuvaquant ends down 3% in heavy trading | Nuvaquant -
Velmar closes up 5% at a one-month high | Velmar +
Boeing breaks delivery record for a second year | Boeing +
Ford snaps six-day losing streak | Ford +
Solvane snaps four-quarter run of profit growth | Solvane -
Brightwell ends its long drought with first drug approval | Brightwell +
Castellan breaks ground on second plant as demand grows | Castellan +
Talks to rescue Drovo break down | Drovo -
Tarn Energy ends flat ahead of results | Tarn Energy 0
Orbis snaps up Lumen Labs for $2 billion in cash | Lumen Labs +
Orbis unveils cheaper battery ahead of Nuvaquant | Nuvaquant -, Orbis +
Velmar moves ahead of Solvane in cloud market | Velmar +, Solvane -
Airbus overtakes Boeing as biggest plane maker | Airbus +, Boeing -
AMD steals server share from Intel | AMD +, Intel -
Walmart undercuts Amazon with free one-day shipping | Amazon -
Zephyr Motors outsells Tesla in Europe for first time | Zephyr Motors +, Tesla -
Starbucks loses ground to Drovo in China | Starbucks -, Drovo +
Halcyon Air's bankruptcy hands routes to Delta | Halcyon Air -, Delta +
FedEx gains as UPS faces strike | FedEx +, UPS -
Nuvaquant faces new competition from Orbis | Nuvaquant -
Kestrel Foods beats profit estimates, lifts outlook | Kestrel Foods +
Pinecrest Bank misses estimates as bad loans climb | Pinecrest Bank -
Nike sales top forecasts but shares fall on weak guidance | Nike -
Intel quarterly drop in sales less bad than feared | Intel +
Tarn Energy reports narrower loss than expected | Tarn Energy +
Solvane's loss widens more than analysts forecast | Solvane -
Castellan profit falls 10%, still ahead of expectations | Castellan +
Velmar's revenue grows 20% but falls short of estimates | Velmar -
Brightwell in line with estimates, keeps forecast | Brightwell 0
Disney results disappoint despite record park attendance | Disney -
Jet fuel costs weigh on Halcyon Air | Halcyon Air -
Cheaper jet fuel lifts Delta profit | Delta +
Higher power bills squeeze Castellan margins | Castellan -
Support costs eat into Lumen Labs profit | Lumen Labs -
Nuvaquant to cut drive unit production | Nuvaquant -
Orbis boost for Velmar as it renews supply deal | Velmar +
Dow falls 300 points; Boeing drags | Boeing -
Nasdaq-listed Drovo opens office in Berlin | Drovo 0
FTSE slips as Tarn Energy tumbles 8% | Tarn Energy -
Dow hits record, led by Apple | Apple +
S&P 500 ends higher though Netflix drops 4% | Netflix -
Brightwell joins the S&P 500 | Brightwell +
Solvane to be dropped from the FTSE 100 | Solvane -
Orbis sues Solvane for copying its chips | Solvane -
Jury orders Velmar to pay Castellan $500 million | Velmar -, Castellan +
Judge throws out patent suit against Lumen Labs | Lumen Labs +
Court clears Nuvaquant of fraud | Nuvaquant +
Shareholders sue Kestrel Foods over recall | Kestrel Foods -
Pinecrest Bank settles probe for $1.2 billion | Pinecrest Bank -
Drovo wins appeal against antitrust fine | Drovo +
Pfizer drug fails late-stage trial | Pfizer -
Brightwell's rival drug fails, clearing the field for Lumen Labs | Lumen Labs +
FDA declines to approve Brightwell's asthma inhaler | Brightwell -
Regulators ground Zephyr Motors trucks over brakes | Zephyr Motors -
U.S. lifts ban on sales to Velmar | Velmar +
Apple to pay Nuvaquant more for modems | Nuvaquant +
Apple to make own modems, dropping Nuvaquant | Nuvaquant -
Castellan chosen to supply engines for Airbus | Castellan +
Walmart pulls Kestrel Foods cereal from shelves | Kestrel Foods -
Boeing supplier Castellan cuts 500 jobs as 737 output is halted | Castellan -
GM orders 20,000 vans from Drovo | Drovo +
Airline cancels order for 30 Boeing jets | Boeing -
Orbis raises bid for Lumen Labs to $40 a share | Lumen Labs +
Orbis walks away from takeover of Lumen Labs | Lumen Labs -
Solvane rejects takeover offer from Velmar as too low | Solvane +
Exxon sells stake in Tarn Energy at a discount | Tarn Energy -
Activist fund takes 6% stake in Kestrel Foods | Kestrel Foods +
Insiders sell Drovo shares after lock-up ends | Drovo -
Analyst upgrades Castellan to buy, downgrades Velmar | Castellan +, Velmar -
Broker cuts price target on Nike but keeps outperform | Nike -
Short seller calls Drovo a fraud | Drovo -
Moody's lifts Pinecrest Bank's rating out of junk | Pinecrest Bank +
Fitch puts Tarn Energy on watch for downgrade | Tarn Energy -
Zephyr Motors recalls 80,000 cars for fire risk | Zephyr Motors -
Halcyon Air resumes flights after two-day outage | Halcyon Air +
Solvane halts dividend to save cash | Solvane -
Kestrel Foods raises dividend for 20th year | Kestrel Foods +
Brightwell to buy back $3 billion of its shares | Brightwell +
Castellan to sell new shares to repay debt | Castellan -
Velmar chief steps down amid accounting probe | Velmar -
Lumen Labs names new head of marketing | Lumen Labs 0
Nuvaquant to present at technology conference | Nuvaquant 0
Orbis schedules annual meeting for May 12 | Orbis 0
Pinecrest Bank does not expect to need more capital | Pinecrest Bank +
Drovo denies it is in talks to be sold | Drovo 0
Tarn Energy no longer expects a profit this year | Tarn Energy -
Netflix growth shows no sign of slowing | Netflix +
`
