"""A card terminal that speaks nexo Retailer (Sale to POI) in JSON over HTTPS; not certified with any maker's."""
