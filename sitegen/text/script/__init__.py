"""Simplified and Traditional: conversion between them, and which of them a text is written in."""
