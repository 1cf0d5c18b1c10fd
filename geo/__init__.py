"""
Agreements on cross-border cooperation and the ties they make between territories.

Knows nothing of screens: files go in, records, frames and files come out. In reading order:

``errors``, ``settings``, ``text``     messages, constants, every string a reader sees
``sources``                            where the data comes from, attribution lines
``tables``                             reads a CSV file of ``data/`` and says what is wrong with it
``territories``, ``boundaries``        the gazetteer and the shapes
``agreements``                         the register: agreements and their parties
``ties``, ``curves``                   pairs across the border and the lines that draw them
``search``, ``view``                   what the reader is looking at, and which agreements that is
``dates``, ``terms``                   days and terms as the register writes them, what follows
``history``, ``succession``            the status on a day, replacements
``events``, ``annual``                 what is calculated to come, the draft of the annual report
``white_spots``, ``stats``             what is not there, the tables behind the numbers
``quality``                            what deserves a look in the register itself
``findings``                           what a table says, in one sentence
``charts``, ``matrix_chart``, ``agenda_chart``  tables and events as charts
``svg``                                lines and letters of a drawing made without a browser
``card``, ``profile``, ``timeline``    an agreement in words, a place with all that concerns it
``network``, ``map``                   the file the browser draws from, and the folium map of a view
``meeting``                            the steps a speaker shows
``exports``                            files made from a view
``reading``                            another issue of the register, read from Word or text
``sandbox``, ``records``, ``intake``   a process with limits, its answers, files nobody vouches for
``comparison``, ``comparison_text``    what another issue changes, and that in words
``settlement``                         what a person decides, and the preview of an update
``register_files``, ``update``         the files of a register, and the switch from one to another
``import_report``                      ``python -m geo import``
"""
