Feature: Benefits while tills and mall are apart
  Terms, articles 5, 9 (8) and 16. Scenarios of the project's own, in the steps of the others.

  Background:
    Given the boutique of the examples
    And it is 2026-11-02 10:00

  Scenario: the last order of a plan is claimed at what it is worth
    Given member "M1" holds plan "D25" from a machine bought at a boutique on 2026-11-01
    And 3 Plus orders have been made on it
    And this till knows member "M1"
    And the connection to the mall is down
    When the cashier starts a sale for member "M1"
    And 7 x ARIA are added
    And the customer pays the rest by card
    And the connection to the mall is back
    Then the mall grants the claim of 40,000 won
    And 40,000 won wait to be refunded to "M1"

  Scenario: of two claims for one order the second is refused
    Given member "M1" holds plan "U20" from a machine bought at a boutique on 2026-11-01
    And 2 Plus orders have been made on it
    And a second till "2" in the same boutique
    And both tills know member "M1"
    And the connection to the mall is down
    When the cashier starts a sale for member "M1"
    And 7 x ARIA are added
    And the customer pays the rest in cash
    And till "2" starts a sale for member "M1" with 8 x BELLO
    And till "2" takes the rest in cash
    And the connection to the mall is back
    Then the mall grants the claim of 20,000 won
    And the mall refuses the claim with "plus.used_up"
    And 20,000 won wait to be refunded to "M1"

  Scenario: with one order left of three another till has the next one
    Given member "M1" holds plan "U20" from a machine bought at a boutique on 2026-11-01
    And 1 Plus orders have been made on it
    And a second till "2" in the same boutique
    When the cashier starts a sale for member "M1"
    And 7 x ARIA are added
    And till "2" starts a sale for member "M1" with 7 x BELLO
    Then the discount for "Plus" is 20,000 won
    And the discount for "Plus" on till "2" is 20,000 won

  Scenario: what is kept for a basket is free again after a quarter of an hour
    Given member "M1" holds plan "U20" from a machine bought at a boutique on 2026-11-01
    And 2 Plus orders have been made on it
    And a second till "2" in the same boutique
    When the cashier starts a sale for member "M1"
    And 7 x ARIA are added
    And the clock reaches 2026-11-02 10:16
    And till "2" starts a sale for member "M1" with 7 x ARIA
    Then the discount for "Plus" on till "2" is 20,000 won

  Scenario: a benefit that ended at midnight is claimed by nobody
    Given member "M1" holds plan "U20" from a machine bought at a boutique on 2026-11-01
    And it is 2027-01-31 00:00
    And this till knows member "M1"
    And the connection to the mall is down
    When the cashier starts a sale for member "M1"
    And 7 x ARIA are added
    Then there is no discount
    And the reason against "Plus" is "plus.expired"

  Scenario: coffee that comes back after its claim was granted gives what was paid in the end
    Given member "M1" holds plan "U20" from a machine bought at a boutique on 2026-11-01
    And this till knows member "M1"
    And the connection to the mall is down
    When the cashier starts a sale for member "M1"
    And 10 x ARIA are added
    And the customer pays the rest in cash
    And the connection to the mall is back
    Then 20,000 won wait to be refunded to "M1"
    When 10 x ARIA from the last sale are brought back "unopened" because of "defect"
    Then the refund is 52,000 won

  Scenario: a suspended member claims nothing
    Given member "M1" holds plan "U20" from a machine bought at a boutique on 2026-11-01
    And member "M1" is suspended
    And this till knows member "M1"
    And the connection to the mall is down
    When the cashier starts a sale for member "M1"
    And 7 x ARIA are added
    Then there is no discount
    And the reason against "Plus" is "member.suspended"
