"""How everything we write looks: colours, formats, forms from declarations, long lists, measured pages."""
