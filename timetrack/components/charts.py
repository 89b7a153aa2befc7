"""Charts: report rows in, a plotly figure out. The bundle that draws them is loaded when the first chart is shown.

CSS variables do not reach plotly, so there are two templates, one for light and one for dark.
"""

from typing import Any

import reflex as rx
from plotly.graph_objs import Figure
from plotly.graph_objs.layout import Template
from reflex.vars import VarData

CONFIG = {"displayModeBar": False, "responsive": True}
DAYS = range(7)
THIS_WIDTH, LAST_WIDTH, GAP = 0.34, 0.17, 0.03
"""As parts of a day: last week is half as wide as this week, to its left."""
EDGE = 0.011
"""How far the axis reaches over its first and last line: plotly leaves out lines at its very end."""
LAST_CENTRE = (LAST_WIDTH - THIS_WIDTH - LAST_WIDTH - GAP) / 2
THIS_CENTRE = LAST_CENTRE + LAST_WIDTH / 2 + GAP + THIS_WIDTH / 2


def week_chart(week: Any) -> rx.Component:
    """Draw a WeekRow: this week's bars with their values, what runs lighter, last week beside them, its rest faded."""
    return rx.plotly.basic(
        data=rx.Var.create({"data": _bars(week), "layout": _axes(week)}).to(Figure),
        template=rx.color_mode_cond(light=rx.Var.create(LIGHT), dark=rx.Var.create(DARK)).to(Template),
        config=rx.Var.create(CONFIG),
        class_name="tt-plot",
    )


def _bars(week: Any) -> list[dict[str, Any]]:
    """In the order of the template's colours; each stack grows from the first of its bars."""
    this, last = [n + THIS_CENTRE for n in DAYS], [n + LAST_CENTRE for n in DAYS]
    labels = _each_day(week, week.labels, "`${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`")
    return [
        _bar(this, THIS_WIDTH, week.this_hours, labels, "This week %{text}"),
        _bar(this, THIS_WIDTH, _each_day(week, week.running_hours, "was + grown"), labels, "This week %{text} so far"),
        _bar(last, LAST_WIDTH, week.last_hours, week.last_labels, "Last week %{text}"),
        _bar(last, LAST_WIDTH, week.rest_hours, week.rest_labels, "The rest of last week’s day %{text}"),
        {
            "type": "scatter",
            "mode": "text",
            "x": this,
            "y": _each_day(week, week.label_hours, "was + grown"),
            "text": labels,
            "textposition": "top center",
            "cliponaxis": False,
            "hoverinfo": "skip",
        },
    ]


def _bar(x: list[float], width: float, hours: rx.Var, labels: rx.Var, words: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": x,
        "y": hours,
        "width": width,
        "text": labels,
        "textposition": "none",
        "hovertemplate": f"{words}<extra></extra>",
    }


def _each_day(week: Any, values: Any, growing: str) -> rx.Var:
    """``values``, with today's replaced by what ``growing`` says while the timer runs.

    It knows the value that ``was`` read, how many hours have ``grown`` since, and the minutes in ``total``.
    """
    return rx.Var(
        f"((values, today, done, running, grown) => values.map((was, day) => {{"
        " if (day !== today || !grown) return was;"
        " const total = Math.floor((Math.round(((done[day] ?? 0) + running[day]) * 3600) / 60) + grown * 60);"
        f" return {growing}; }}))"
        f"({values}, {week.today_index}, {week.this_hours}, {week.running_hours}, {_grown_hours(week)})"
    )


def _grown_hours(week: Any) -> rx.Var:
    """The hours since a WeekRow was read, renewed every minute by the browser alone; 0 while nothing runs.

    Counted from its arrival, so that a wrong clock does no harm.
    """
    hooks = (
        "const [chartNow, turnChartNow] = useState(0);",
        "useEffect(() => { const every = setInterval(() => turnChartNow(Date.now()), 60000);"
        " return () => clearInterval(every); }, []);",
        f"const chartRead = useMemo(() => Date.now(), [{week!s}]);",
    )
    hooked = VarData(imports={"react": ["useEffect", "useMemo", "useState"]}, hooks=dict.fromkeys(hooks), state="")
    grown = rx.Var(
        "Math.max(0, chartNow - chartRead) / 3600000", _var_data=VarData.merge(week._get_all_var_data(), hooked)
    )
    return rx.Var(f"({week.running_since} ? {grown} : 0)")


def _axes(week: Any) -> dict[str, Any]:
    target = {"type": "line", "x0": -0.5, "x1": 6.5, "y0": week.target_hours, "y1": week.target_hours}
    return {
        "autosize": True,
        "barmode": "stack",
        "dragmode": False,
        "xaxis": {"range": [-0.5, 6.5], "showticklabels": False},
        "yaxis": {"range": [week.top_hours * -EDGE, week.top_hours * (1 + EDGE)], "dtick": week.step_hours},
        "shapes": [{**target, "layer": "between", "visible": week.target_hours > 0}],
    }


def _template(
    text: str, muted: str, grid: str, ground: str, edge: str, running: str, last: str, rest: str
) -> dict[str, Any]:
    """What a chart looks like in one mode; the colours of bars are those of the week comparison, in its order."""
    font = "Inter Variable, system-ui, sans-serif"
    axis = {"zeroline": False, "ticks": "", "ticklabelstandoff": 8, "fixedrange": True}
    bars = [{"color": "#5b5bd6"}, {"color": running}, {"color": last}]
    return {
        "data": {
            "bar": [{"marker": marker} for marker in bars]
            + [{"marker": {"color": rest, "line": {"color": last, "width": 1}}}],
            "scatter": [{"textfont": {"family": font, "size": 12, "color": text, "weight": 500}}],
        },
        "layout": {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": font, "size": 12, "color": muted},
            "margin": {"l": 34, "r": 8, "t": 12, "b": 6},
            "xaxis": {**axis, "showgrid": False},
            "yaxis": {**axis, "gridcolor": grid, "nticks": 6},
            "barcornerradius": 3,
            "showlegend": False,
            "hoverlabel": {"bgcolor": ground, "bordercolor": edge, "font": {"family": font, "size": 12, "color": text}},
            "shapedefaults": {"line": {"color": last, "width": 1, "dash": "4px,3px"}},
        },
    }


LIGHT = _template("#1c2024", "#60646c", "#e8e8ec", "#fff", "#d9d9e0", "#b8baf8", "#8b8d98", "#e8e8ec")
DARK = _template("#edeef0", "#b0b4ba", "#272a2d", "#212225", "#363a3f", "#4a4a95", "#696e77", "#272a2d")
