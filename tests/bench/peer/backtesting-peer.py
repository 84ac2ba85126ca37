"""backtesting.py over bars from a CSV file: processor seconds of one run, and what it came to, trade by trade."""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import pandas
from backtesting import Backtest, Strategy


def mean(values, sessions):
    return pandas.Series(values).rolling(sessions).mean()


class Crossing(Strategy):
    fast = 50
    slow = 200

    def init(self):
        self.near = self.I(mean, self.data.Close, self.fast)
        self.far = self.I(mean, self.data.Close, self.slow)

    def next(self):
        is_above = self.near[-1] > self.far[-1]
        was_above = self.near[-2] > self.far[-2]
        if is_above and not was_above and not self.position:
            self.buy()
        elif was_above and not is_above and self.position:
            self.position.close()


bars = pandas.read_csv(sys.argv[1], index_col="Date", parse_dates=True)
test = Backtest(bars, Crossing, cash=1_000_000, commission=0.001, finalize_trades=False)
began = time.process_time()
stats = test.run()
seconds = time.process_time() - began
trades = stats["_trades"]
print(
    json.dumps(
        {
            "seconds": seconds,
            "equity": stats["Equity Final [$]"],
            "winRate": stats["Win Rate [%]"] / 100,
            "drawdownMax": -stats["Max. Drawdown [%]"] / 100,
            "trades": trades[["EntryBar", "ExitBar", "Size", "PnL"]].values.tolist(),
        }
    )
)
