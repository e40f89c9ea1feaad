"""What a person has chosen: the config file, the environment, the machine; and which library that comes to.

Everything is optional, and a mistake in the config file never stops the program: it is said, and the default holds.
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
