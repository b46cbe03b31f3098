"""Osteon beside a hospital's systems: keeps records, hands out their reviews, writes down who asked. It decides nothing itself.

Needs the extra `serve`; nothing here is imported until a command or a host asks for it.
"""
