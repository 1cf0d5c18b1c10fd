"""
Another issue of the register: checked, compared, decided, written.

``intake``, ``sandbox``               files nobody vouches for, read in a process with limits
``comparison``, ``comparison_text``   what another issue changes, and that in words
``settlement``                        what a person decides, and the preview of an update
``decisions``                         what was decided, as a file that lasts
``register_files``, ``switch``        the files of a register, and the switch from one to another
``report``                            ``python -m geo import``
"""
