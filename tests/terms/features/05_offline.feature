Feature: The counter works whether or not the mall can be reached
  Terms, article 5; and what every boutique needs.

  Background:
    Given the boutique of the examples
    And it is 2026-11-02 10:00

  Scenario: a whole day without the mall
    Given the connection to the mall is down
    When the shift is opened with 100,000 won
    And 20 sales of 1 x ARIA are made in cash
    And 1 x ARIA from the last sale are brought back "unopened" because of "defect"
    And the shift is closed counting 236,800 won
    Then the difference is 0 won
    And the Z report says how many entries the mall has not acknowledged
    When the connection to the mall is back
    Then the mall holds every journal entry of this till once, in order
    And the mall's sums equal the till's

  Scenario: sent twice is held once
    When the cashier starts a sale
    And 1 x ARIA are added
    And the customer pays the rest in cash
    And the mall's answer to the next push is lost
    And the till pushes again
    Then the mall holds every journal entry of this till once, in order

  Scenario: one bad entry does not hold up the rest
    Given the mall rejects the entry of the next sale
    When 3 sales of 1 x ARIA are made in cash
    And the till pushes
    Then the mall holds 2 of those sales and keeps 1 aside with a reason
    And the manager sees 1 exception

  Scenario: a gap or a broken chain is noticed
    When 3 sales of 1 x ARIA are made in cash
    And somebody changes the amount of the second sale in the till's database
    Then the till's own check finds the journal broken at the second sale
    And the mall refuses the push with "journal.broken"

  Scenario: back within a minute of the mall coming back
    Given the connection to the mall is down
    And 50 sales of 1 x ARIA are made in cash
    When the connection to the mall is back
    Then within 60 seconds the mall holds every journal entry of this till once, in order
