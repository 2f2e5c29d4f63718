"""Files for somebody who is not at the till: spreadsheets and PDFs. Its libraries are loaded when they are needed."""

from pos.exports.exporter import Exports as Exports
