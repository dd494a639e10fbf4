"""Customer journey maps in notebooks: editable, in step with DataFrames, readable anywhere."""
