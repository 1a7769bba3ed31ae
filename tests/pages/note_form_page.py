"""A page that holds nothing but the form of a note: a test's run is one of the whole page, which closes a dialog."""

from datetime import date

from ui import reads
from ui.notes.form import note_form

brand = reads.brands()[0]
day = date(2019, 3, 31)
found = reads.notes(brand, date(2019, 1, 1), date(2019, 12, 31))
note_form(brand, day, day, found[0] if found else None)
