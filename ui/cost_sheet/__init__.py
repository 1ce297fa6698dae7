"""The Kostenblatt: a grid of cost lines, kind of cost × year, typed like a spreadsheet."""
