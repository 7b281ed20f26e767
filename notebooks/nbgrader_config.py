"""nbgrader's settings for the course notebooks: docs/course.md says how to use them."""

c = get_config()  # noqa: F821, nbgrader defines it

# What stands between these words is taken out of the students' version. In Go they
# follow after //.
c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.ClearHiddenTests.begin_test_delimeter = "BEGIN HIDDEN TESTS"
c.ClearHiddenTests.end_test_delimeter = "END HIDDEN TESTS"

# What students find in its place. nbgrader knows no Go by itself. The stub does
# nothing, so that the untouched notebook runs to its end.
c.ClearSolutions.code_stub = {
    "go": "// YOUR CODE HERE",
    "python": "# YOUR CODE HERE\nraise NotImplementedError()",
}
c.ClearSolutions.text_stub = "*Your answer here.*"

# The longest that a cell may take, in seconds: a search fits ten networks.
c.Execute.timeout = 300
