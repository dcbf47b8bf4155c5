"""From a raw page to its main content and metadata: `extract(raw, zone=...)`.

Two kinds of input, told apart by structure alone: HTML pages (`page`) and text dumps with tag soup (`dump`). Both
become a `Source` of rows; `outline` says which rows are headline, dateline, body and furniture; the body's blocks are
repaired, brought to one script and written as Markdown.
"""

from sitegen.extract.extractor import extract
from sitegen.extract.source import ExtractionError

__all__ = ["ExtractionError", "extract"]
