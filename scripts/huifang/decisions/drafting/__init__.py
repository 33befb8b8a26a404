"""From a regulation's own text to proposed rows of 制度: words, quantities, sentences, and a small grammar over them."""
