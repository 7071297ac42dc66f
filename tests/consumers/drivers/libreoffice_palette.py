"""Choose the user's palette in LibreOffice's dialog of colors, and print name, colors and names as JSON.

LibreOffice listens at the pipe that the argument names, and has one such palette.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def main(pipe: str) -> None:
    """Open a drawing with a rectangle, the dialog of its area, and the palette there."""
    context = connect(pipe)
    services = context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL("private:factory/sdraw", "_blank", 0, ())
    shape = document.createInstance("com.sun.star.drawing.RectangleShape")
    size = uno.createUnoStruct("com.sun.star.awt.Size")
    size.Width = size.Height = 3000
    shape.setSize(size)
    document.DrawPages.getByIndex(0).add(shape)
    document.CurrentController.select(shape)
    shape.FillStyle = uno.Enum("com.sun.star.drawing.FillStyle", "SOLID")

    tests = services.createInstanceWithContext("org.libreoffice.uitest.UITest", context)
    tests.executeDialog(".uno:FormatArea")
    dialog = wait(lambda: with_child(tests.getTopFocusWindow(), "btncolor"))
    dialog.getChild("btncolor").executeAction("CLICK", ())
    dialog = wait(lambda: with_child(tests.getTopFocusWindow(), "paletteselector"))
    selector, colors = dialog.getChild("paletteselector"), dialog.getChild("colorset")
    # The first is what the user mixed; ours follow, before those that LibreOffice brings.
    selector.executeAction("SELECT", arguments(POS="1"))
    found = []
    for position in range(int(state(colors)["ColorsCount"])):
        colors.executeAction("CHOOSE", arguments(POS=str(position + 1)))
        chosen = state(colors)
        levels = (int(chosen[channel]) for channel in "RGB")
        found.append(["#" + "".join(f"{level:02x}" for level in levels), chosen["ColorText"]])
    print(json.dumps({"name": state(selector)["SelectEntryText"], "colors": found}))


def connect(pipe: str) -> Any:
    """Return LibreOffice's context as soon as it listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")

    def resolve() -> Any:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            return None

    return wait(resolve)


def wait(find: Callable[[], Any], seconds: float = 60) -> Any:
    """Return what a function finds, as soon as it finds anything."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := find():
            return found
        time.sleep(0.1)
    raise TimeoutError(find)


def with_child(window: Any, name: str) -> Any:
    """Return a window if it has a child of that name."""
    return window if name in window.getChildren() else None


def state(thing: Any) -> dict[str, str]:
    """Return what the test service knows of a widget."""
    return {value.Name: value.Value for value in thing.getState()}


def arguments(**values: str) -> tuple[Any, ...]:
    """Return values as UNO takes them."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


main(sys.argv[1])
