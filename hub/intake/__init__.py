"""WRAP: where events come in.

`admission` says who may say what, for every way in; `intake` is the door for HTTP; `runner` runs connectors.

This file imports nothing: the consumer needs `admission` alone, and shall not carry a web framework for it.
"""
