"""The pages of every area that declares a face: its list, its opening forms. A case has one page, the desk's."""
