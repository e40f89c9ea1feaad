"""The user's settings, from the config file, the environment and the machine; and the folder of the library.

Everything is optional. A mistake in the config file never stops the program: it is reported, and the default is used.
"""

from pmtui.settings.folders import config_path, library_choice, library_folder
from pmtui.settings.loading import load
from pmtui.settings.model import MEETING_LENGTHS, SIGNS, THEMES, OwnField, Settings
from pmtui.settings.remembered import remember, remembered

__all__ = [
    "MEETING_LENGTHS",
    "SIGNS",
    "THEMES",
    "OwnField",
    "Settings",
    "config_path",
    "library_choice",
    "library_folder",
    "load",
    "remember",
    "remembered",
]
