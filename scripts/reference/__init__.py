"""The reference under docs/: Markdown made from the declarations. No part of the product; nothing there imports it."""
