"""The colours a person chose: kept in the browser, read there before the first paint, and followed while pages are open."""

import reflex as rx
from reflex.vars import VarData


def followed(theme: str | rx.Var) -> rx.Var:
    """`theme` (light, dark, system, or empty while unknown), which the whole page and its charts follow as it changes.

    Reflex keeps the mode in the browser's storage, and a script in the head sets it before anything is painted.
    """
    shown = rx.Var.create(theme)
    hooks = (
        "const { setColorMode: followColorMode } = useContext(ColorModeContext);",
        f"useEffect(() => {{ if ({shown!s}) followColorMode({shown!s}); }}, [{shown!s}]);",
    )
    imports = {"react": ["useContext", "useEffect"], "$/utils/context": ["ColorModeContext"]}
    hooked = VarData(imports=imports, hooks=dict.fromkeys(hooks), state="")
    return rx.Var(str(shown), _var_data=VarData.merge(shown._get_all_var_data(), hooked))
