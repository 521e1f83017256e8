"""How the pages become a site. Run by `ci/docs`."""

from apparate_ng.__about__ import __version__

project = "apparate-ng"
version = release = __version__
project_copyright = "the apparate-ng developers"

extensions = ["myst_parser", "sphinx_copybutton"]
exclude_patterns = ["_build"]
nitpicky = True  # a link that leads nowhere fails the build

myst_heading_anchors = 3  # `page.md#heading`, as in the repository's own view of these pages
myst_enable_extensions = ["fieldlist"]

html_theme = "furo"
html_title = f"apparate-ng {__version__}"
html_show_sphinx = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["tables.css"]

copybutton_prompt_text = "$ "  # a console example is copied without its prompt and its output
copybutton_only_copy_prompt_lines = True
