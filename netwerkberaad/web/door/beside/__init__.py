"""The JIM or vertrouwenspersoon at the door: chosen by the hoofdpersoon, asked, agreed to by a parent, seeing what was opened."""
