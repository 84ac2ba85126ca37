/** Headlines of our own, by hand, that nothing was taught or chosen by: they only measure. */

export const HELD_OUT_LINES = `
Castellan ends 4% lower after warning | Castellan -
Lumen Labs finishes the day up 7% | Lumen Labs +
Drovo breaks quarterly shipment record | Drovo +
Pinecrest Bank snaps eight-session slide | Pinecrest Bank +
Kestrel Foods ends winning run with 2% drop | Kestrel Foods -
Strike at Zephyr Motors ends after six weeks | Zephyr Motors +
Brightwell breaks out of slump with strong quarter | Brightwell +
Velmar breaks promise on debt, shares sink | Velmar -
Halcyon Air ends week little changed | Halcyon Air 0
Exxon snaps up oil fields from Tarn Energy | Tarn Energy 0
Velmar launches phone weeks before Orbis, grabbing early buyers | Velmar +, Orbis -
Solvane pulls ahead of Drovo in electric vans | Solvane +, Drovo -
Boeing falls behind Airbus in orders | Boeing -, Airbus +
Nvidia leaves Intel behind in AI chips | Nvidia +, Intel -
Amazon's entry into pharmacy rattles Brightwell | Brightwell -
Tesla price cut puts pressure on Ford | Ford -
Castellan wins customers from Velmar | Castellan +, Velmar -
Pinecrest Bank to benefit from collapse of Solvane | Pinecrest Bank +, Solvane -
Delta climbs while Halcyon Air sinks | Delta +, Halcyon Air -
Lumen Labs threatened by Nuvaquant's cheaper test | Lumen Labs -
Orbis tops sales estimates and raises guidance | Orbis +
Kestrel Foods comes up short on earnings | Kestrel Foods -
GM profit beats, but outlook sends stock lower | GM -
Tarn Energy's write-down smaller than feared | Tarn Energy +
Drovo posts surprise profit | Drovo +
Zephyr Motors posts deeper loss than expected | Zephyr Motors -
Walmart sales fall less than expected | Walmart +
Lumen Labs revenue up 30%, below forecasts | Lumen Labs -
Velmar meets forecasts, reiterates full-year view | Velmar 0
Starbucks shares drop even as profit rises | Starbucks -
Rising steel costs hurt Zephyr Motors | Zephyr Motors -
Falling oil helps Halcyon Air trim losses | Halcyon Air +
Wage bill pushes Kestrel Foods into the red | Kestrel Foods -
Power outage shuts Castellan plant | Castellan -
Solvane to boost spending as growth lags | Solvane -
Apple gives lift to Drovo with display order | Drovo +
Nasdaq slides 2% as Velmar leads losses | Velmar -
NYSE-traded Castellan moves headquarters to Dallas | Castellan 0
Dow climbs 200 points even as Disney slumps | Disney -
FTSE 100 at record, Tarn Energy the top gainer | Tarn Energy +
Pinecrest Bank underperforms the S&P 500 | Pinecrest Bank -
Lumen Labs to replace Solvane in the Nasdaq 100 | Lumen Labs +, Solvane -
Exchange suspends trading in Drovo shares | Drovo -
Castellan accuses Orbis of stealing trade secrets | Orbis -
Tribunal awards Solvane $300 million from Velmar | Solvane +, Velmar -
Nuvaquant loses patent fight with Lumen Labs | Nuvaquant -, Lumen Labs +
Prosecutors drop charges against Pinecrest Bank | Pinecrest Bank +
Kestrel Foods hit with class action over labels | Kestrel Foods -
Halcyon Air fined $25 million for late refunds | Halcyon Air -
Appeals court upholds verdict against Drovo | Drovo -
Brightwell's cancer drug meets main goal in study | Brightwell +
Setback for Pfizer vaccine opens door to Brightwell | Pfizer -, Brightwell +
FDA grants priority review to Lumen Labs' heart drug | Lumen Labs +
Regulator bars Pinecrest Bank from opening branches | Pinecrest Bank -
Tariffs on Chinese tyres help Castellan | Castellan +
Ford signs ten-year battery deal with Solvane | Solvane +
Tesla ends contract with Solvane | Solvane -
Airbus picks rival's engine over Castellan's | Castellan -
Target stops selling Drovo's heaters | Drovo -
Apple supplier Nuvaquant warns of weak phone demand | Nuvaquant -
UPS places record order with Zephyr Motors | Zephyr Motors +
Delta defers delivery of 40 Boeing jets | Boeing -
Velmar sweetens offer for Kestrel Foods | Kestrel Foods +
Buyers withdraw from auction of Halcyon Air | Halcyon Air -
Drovo agrees to be taken private at 40% premium | Drovo +
Founder dumps $200 million of Lumen Labs stock | Lumen Labs -
Buffett adds to his stake in Pinecrest Bank | Pinecrest Bank +
Orbis to spin off its profitable chip unit | Orbis +
Bank starts coverage of Solvane with a sell | Solvane -
Brokers turn bullish on Tarn Energy | Tarn Energy +
Netflix cut to hold on slowing growth | Netflix -
S&P raises Castellan to investment grade | Castellan +
Bond investors flee Velmar | Velmar -
Nike pulls running shoe after injuries | Nike -
Zephyr Motors restarts plant ahead of schedule | Zephyr Motors +
Tarn Energy slashes payout by half | Tarn Energy -
Pinecrest Bank lifts payout by a fifth | Pinecrest Bank +
Intel scraps share buyback | Intel -
Solvane seeks cash from shareholders in rights issue | Solvane -
Auditor of Drovo resigns | Drovo -
Castellan appoints two directors to its board | Castellan 0
Velmar to report quarterly results on Thursday | Velmar 0
Halcyon Air paints planes in new colors | Halcyon Air 0
Nuvaquant sees no need to cut jobs | Nuvaquant +
Orbis declines to comment on merger rumours | Orbis 0
Kestrel Foods can no longer meet its debt targets | Kestrel Foods -
Demand for Lumen Labs tests far from fading | Lumen Labs +
`
